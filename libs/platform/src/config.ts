import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/** What the environment may say, one entry a variable; `.env.example` documents each. */
export const settings = {
  DATA_DIR: z.string().min(1).default('./.data'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/name').optional(),
  DATABASE_POOL: wholeNumber(4, 90).default(16),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65535).default(3000),
  HEALTH_PORT: wholeNumber(0, 65535).default(3001),
  CLOCK: oneOf('real', 'simulated').default('real'),
  EVENT_STORE: oneOf('postgres', 'eventstoredb').default('postgres'),
  EVENTSTOREDB_URL: z
    .string()
    .regex(/^esdb(\+discover)?:\/\/[^\s/?]+/, 'is no address of the form esdb://host:2113?tls=false.')
    .optional(),
  PROJECTOR: oneOf('inside', 'separate').default('inside'),
  OIDC_ISSUER: url(['https:', 'http:'], 'https://login.example.com').optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_ROLES_CLAIM: z.string().min(1).default('roles'),
  OIDC_SEAT_CLAIM: z.string().min(1).default('seat'),
  OIDC_SCOPE_CLAIM: z.string().min(1).default('account_scope'),
  OIDC_KEYS_SECONDS: wholeNumber(10, 3600).default(300),
  RATE_LIMIT: wholeNumber(0, 1_000_000).default(0),
  ACCESS_LOG: oneOf('all', 'denials').default('all'),
  ACCESS_LOG_DAYS: wholeNumber(1, 36_500).default(400),
  REPLAY_SAMPLE: wholeNumber(0, 100_000).default(500),
  SIMULATION_DAYS: wholeNumber(0, 36_500).default(90),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
} as const;

/** How this process is to run: the environment, parsed. */
export interface Config {
  /** Absolute. Holds the embedded database and the instance's keys. */
  readonly dataDir: string;
  /** A PostgreSQL of the user's own; null starts the embedded one in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly databasePool: number;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where the separate projector answers about its health. */
  readonly healthPort: number;
  readonly clock: 'real' | 'simulated';
  readonly eventStore:
    { readonly kind: 'postgres' } | { readonly kind: 'eventstoredb'; readonly url: string };
  readonly projector: 'inside' | 'separate';
  /** Who issues the tokens; null means that the instance signs them with its own development key. */
  readonly oidc: Oidc | null;
  /** Requests a minute and caller; 0 is without limit. */
  readonly rateLimit: number;
  /** Whether all requests are kept or denials alone, and for how many days. */
  readonly accessLog: { readonly all: boolean; readonly days: number };
  /** Decisions on record that are taken again each night; 0 is none. */
  readonly replaySample: number;
  /** For how many days it is kept what a simulation says of each account; 0 is for good. */
  readonly simulationDays: number;
  readonly logLevel: LogLevel;
}

export interface Oidc {
  readonly issuer: string;
  readonly audience: string;
  readonly rolesClaim: string;
  readonly seatClaim: string;
  readonly scopeClaim: string;
  /** After so long the issuer is asked for its keys again: a retired key opens nothing any longer than this. */
  readonly keysSeconds: number;
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The environment says something that cannot be meant; `problems` has a sentence for each variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads the environment; an empty variable counts as not set.
 * @throws ConfigError
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const said = Object.fromEntries(
    Object.keys(settings).flatMap((name) =>
      environment[name]?.trim() ? [[name, environment[name].trim()]] : [],
    ),
  );
  const parsed = z.object(settings).safeParse(said);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(asSentence));
  const problems = contradictions(parsed.data);
  if (problems.length > 0) throw new ConfigError(problems);
  return configOf(parsed.data);
};

type Settings = z.infer<z.ZodObject<typeof settings>>;

const configOf = (said: Settings): Config => ({
  dataDir: isAbsolute(said.DATA_DIR) ? said.DATA_DIR : resolve(said.DATA_DIR),
  databaseUrl: said.DATABASE_URL ?? null,
  databasePool: said.DATABASE_POOL,
  host: said.HOST,
  port: said.PORT,
  healthPort: said.HEALTH_PORT,
  clock: said.CLOCK,
  eventStore:
    said.EVENT_STORE === 'eventstoredb'
      ? { kind: 'eventstoredb', url: said.EVENTSTOREDB_URL ?? '' }
      : { kind: 'postgres' },
  projector: said.PROJECTOR,
  oidc: said.OIDC_ISSUER
    ? {
        issuer: said.OIDC_ISSUER,
        audience: said.OIDC_AUDIENCE ?? '',
        rolesClaim: said.OIDC_ROLES_CLAIM,
        seatClaim: said.OIDC_SEAT_CLAIM,
        scopeClaim: said.OIDC_SCOPE_CLAIM,
        keysSeconds: said.OIDC_KEYS_SECONDS,
      }
    : null,
  rateLimit: said.RATE_LIMIT,
  accessLog: { all: said.ACCESS_LOG === 'all', days: said.ACCESS_LOG_DAYS },
  replaySample: said.REPLAY_SAMPLE,
  simulationDays: said.SIMULATION_DAYS,
  logLevel: said.LOG_LEVEL,
});

/** Variables that are right by themselves and wrong together. */
const contradictions = (said: Settings): string[] => [
  ...(said.EVENT_STORE === 'eventstoredb' && !said.EVENTSTOREDB_URL
    ? [
        'EVENTSTOREDB_URL is missing: EVENT_STORE=eventstoredb needs it, e.g. esdb://localhost:2113?tls=false.',
      ]
    : []),
  ...(said.OIDC_ISSUER && !said.OIDC_AUDIENCE
    ? ['OIDC_AUDIENCE is missing: with OIDC_ISSUER set, say which audience the tokens must carry.']
    : []),
  ...(said.OIDC_AUDIENCE && !said.OIDC_ISSUER
    ? ['OIDC_ISSUER is missing: OIDC_AUDIENCE alone does not say whose tokens to trust.']
    : []),
];

const asSentence = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.')} ${message}`;

function oneOf<const Word extends string>(...words: readonly [Word, ...Word[]]) {
  return z.enum(words, { error: ({ input }) => `is "${String(input)}"; it takes ${words.join(', ')}.` });
}

function wholeNumber(least: number, most: number) {
  const fits = (text: string) => /^\d{1,9}$/.test(text) && +text >= least && +text <= most;
  return z
    .string()
    .refine(fits, {
      error: ({ input }) => `is "${String(input)}"; it takes a whole number from ${least} to ${most}.`,
    })
    .transform(Number);
}

/** The value is left out of the sentence: it may hold a password. */
function url(protocols: readonly string[], example: string) {
  const fits = (text: string) => URL.canParse(text) && protocols.includes(new URL(text).protocol);
  return z.string().refine(fits, `is no address of the form ${example}.`);
}
