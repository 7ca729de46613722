import { settings } from '#libs/domain';
import { dayIn, type Day, type Instant } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import type { Known } from '#libs/views';
import { Failure } from './failure';

// What every question needs before it can be asked.

/** The scheme that is meant: the one named, or the primary one. */
export const schemeOf = async ({ schemes }: Instance, named: string | undefined): Promise<string> => {
  if (named !== undefined) {
    if (await schemes.get(named)) return named;
    const known = (await schemes.all()).map(({ scheme }) => scheme);
    throw new Failure(
      'nothing',
      `There is no scheme ${named}; ${known.length ? `there are ${known.join(', ')}` : 'none is open yet'}.`,
      'NOT_FOUND',
    );
  }
  const primary = await schemes.primary();
  if (primary) return primary.scheme;
  throw new Failure('nothing', 'No scheme is open yet: open one with PUT /v1/schemes/{scheme}.', 'NOT_FOUND');
};

/** The knowledge of a moment, or everything recorded by now. */
export const knownBy = async (
  { knownAt, store, progress }: Instance,
  at: Instant | undefined,
  view: string | readonly string[] = 'tier-history',
): Promise<Known> => {
  if (at !== undefined) return knownAt.resolve({ knownAt: at, view });
  const head = await store.head();
  for (const each of [view].flat()) await progress.settle(each, head, patienceMs);
  return knownAt.resolve({ view });
};

/** How long a command waits for the views to have what is recorded. */
export const patienceMs = 60_000;

/** The day it is now where the tenant is governed. */
export const today = async ({ store, clock }: Instance): Promise<Day> => {
  let state = settings.initialState();
  for await (const { event } of store.read('settings-tenant')) state = settings.evolve(state, event as never);
  return dayIn(await clock.now(), state.governanceTimeZone);
};
