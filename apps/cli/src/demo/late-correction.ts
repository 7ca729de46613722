import { randomUUID } from 'node:crypto';
import { account, accountView, ExternalId, FactId } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { type Day, day, type Decimal, decimal, type Instant, instant } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import type { Segment, TierAnswer } from '#libs/views';
import { Failure } from '../failure';
import { knownBy } from '../questions';
import { customerValue } from './customer-value';
import { factIdOf, type Superstore } from './superstore';

/** A mistake found long after: what it was, and what was believed before and after it was put right. */
export interface LateCorrection {
  readonly externalId: string;
  readonly name: string;
  readonly orderedOn: Day;
  readonly typed: Decimal;
  readonly meant: Decimal;
  readonly foundAt: Instant;
  readonly before: readonly Segment[];
  readonly after: readonly Segment[];
  /** One question, as known before and after. */
  readonly asOf: Day;
  readonly believed: TierAnswer;
  readonly known: TierAnswer;
}

/** The order book's largest line, of 22,638.48, stands in for one typed with a digit too many. */
const meant = decimal('2263.85');
const asOf = day('2014-06-30');
const foundAt = instant('2018-02-06T10:30:00Z');
const reason = 'The order was typed with its decimal point one place too far to the right.';

/** Puts the largest order right, long after it was evaluated, and asks the same question twice. */
export const correctLargestOrder = async (
  instance: Instance,
  superstore: Superstore,
): Promise<LateCorrection> => {
  const line = superstore.lines.reduce((most, one) => (Number(one.sales) > Number(most.sales) ? one : most));
  const externalId = ExternalId.parse(line.customerId);
  const before = await beliefAbout(instance, externalId);
  await instance.simulatedTime.moveTo(foundAt);
  await instance.execute.execute(
    new Execute(
      account,
      {
        type: 'CorrectFact',
        externalId,
        factId: FactId.parse(factIdOf(line)),
        retroKind: 'ERROR_CORRECTION',
        reason,
        amount: meant,
      },
      { actor: 'rita', commandId: randomUUID(), correlationId: randomUUID(), reason },
    ),
  );
  const after = await beliefAbout(instance, externalId);
  return {
    externalId,
    name: superstore.customers.find((one) => one.externalId === externalId)?.name ?? externalId,
    orderedOn: line.orderedOn,
    typed: line.sales,
    meant,
    foundAt,
    before: before.segments,
    after: after.segments,
    asOf,
    believed: before.answer,
    known: after.answer,
  };
};

const beliefAbout = async (instance: Instance, externalId: ExternalId) => {
  const at = await knownBy(instance, undefined);
  const timeline = { scheme: customerValue, view: accountView, externalId };
  const [segments, answer] = await Promise.all([
    instance.tierHistory.timeline(timeline, at),
    instance.tierHistory.answer({ ...timeline, asOf, at, today: foundAt.slice(0, 10) as Day }),
  ]);
  if (segments && answer) return { segments, answer };
  throw new Failure('broken', `${externalId} has no timeline, which it should have by now.`);
};
