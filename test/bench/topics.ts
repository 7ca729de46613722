import { append } from './figures/append';
import { asOf } from './figures/as-of';
import { catchUp, rebuild } from './figures/catch-up';
import { command } from './figures/command';
import { evaluation } from './figures/evaluation';
import { explanation } from './figures/explanation';
import { exporting } from './figures/export';
import { httpCommand } from './figures/http-command';
import { importing } from './figures/import';
import { kinds } from './figures/kinds';
import { overrideRequests } from './figures/override-requests';
import { overrides } from './figures/overrides';
import { packs } from './figures/packs';
import { simulation } from './figures/simulation';
import type { Topic } from './topic';

/** In this order: what changes the portfolio comes before what only asks it. */
export const topics: readonly Topic[] = [
  append,
  command,
  httpCommand,
  importing,
  evaluation,
  kinds,
  simulation,
  asOf,
  explanation,
  overrides,
  overrideRequests,
  packs,
  exporting,
  catchUp,
  rebuild,
];
