#!/usr/bin/env node
import { run } from './program';

const wantsOut = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => wantsOut.abort());

const shell = {
  streams: { out: process.stdout, err: process.stderr },
  environment: process.env,
  signal: wantsOut.signal,
};

// The code is set and not enforced: the process ends by itself when nothing is left to do.
void run(process.argv.slice(2), shell).then((code) => (process.exitCode = code));
