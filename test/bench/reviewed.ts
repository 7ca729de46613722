import type { ExternalId, PackCoordinates } from '#libs/domain';
import { SchemeCode, View } from '#libs/domain';
import { Conflict } from '#libs/event-store';
import { addDays, compositeId, day } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import { approved } from '../../libs/testing/src/override-events';
import { context } from './figures/fact';
import { assess, settled } from './loaded-portfolio';
import { seatOf } from './overridden';
import { accountId, scheme } from './portfolio';

export const [opening, closing] = [day('2026-07-01'), day('2026-10-01')];
/** The day of hindsight: two whole quarters behind the last of the overrides. */
export const lookingBack = day('2026-11-01');

/** One account in so many was overridden. */
const oneIn = 50;

/**
 * Three more quarters of a portfolio, each assessed on the day behind it: without revenue since, many accounts go
 * down. Overrides of the year before, some weeks long each, have ended long ago.
 */
export const playQuarters = async (instance: Instance, accounts: number): Promise<void> => {
  await overrideSome(instance, accounts);
  for (const on of [day('2026-04-01'), opening, closing]) {
    await assess(instance, scheme, on);
    await settled(instance);
  }
};

const overrideSome = async ({ store }: Instance, accounts: number): Promise<void> => {
  const numbers = Array.from({ length: Math.ceil(accounts / oneIn) }, (_, index) => index);
  const outcomes = await store.appendMany(numbers.map(overrideOf));
  const conflict = outcomes.find((outcome) => outcome instanceof Conflict);
  if (conflict) throw conflict;
};

const overrideOf = (index: number) => {
  const number = index * oneIn;
  const externalId = accountId(number) as ExternalId;
  const key = { scheme: SchemeCode.parse(scheme), view: View.parse('ACCOUNT'), externalId };
  const from = addDays(day('2025-02-01'), (index * 7) % 330);
  const text = `PIN ${index % 2 ? 'growth' : 'core'} ${from} ${addDays(from, 30 + ((index * 11) % 90))}`;
  return {
    stream: `override-${compositeId(key.scheme, key.view, externalId)}`,
    expected: 'none' as const,
    events: approved(number + 1, text, from, key).map((one) =>
      one.type === 'OverrideRequested'
        ? { ...one, data: { ...(one.data as object), seat: seatOf(index) } }
        : one,
    ),
    context: context(),
  };
};

/** The pack of the last of these quarters, as known when everything is in. */
export const coordinatesNow = async ({ store, pool }: Instance): Promise<PackCoordinates> => {
  const position = String(await store.head());
  const { rows } = await pool.query<{ at: string }>(
    `select to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from audit_trail where position = $1`,
    [position],
  );
  return {
    ...{ reviewId: 'bench', scheme: SchemeCode.parse(scheme), view: View.parse('ACCOUNT'), scope: {} },
    ...{ quarter: '2026-Q3', opening, closing, templateVersion: 1 },
    pin: { position, knownAt: rows[0]!.at as PackCoordinates['pin']['knownAt'] },
  };
};
