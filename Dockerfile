# syntax=docker/dockerfile:1

# ── Build: compiles, then drops what only the build needs ──
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY .swcrc nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY migrations migrations
COPY test/bench test/bench
# The image talks to a PostgreSQL of its own container: the embedded one's binaries stay out.
RUN npm run -s build && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

# ── Run: an unprivileged user, the compiled code, nothing else ──
FROM node:22-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000 3001
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--max-semi-space-size=32", "--max-old-space-size=1024", "dist/apps/cli/src/main.js"]
CMD ["start"]
