import { type Decimal, fromLastPlaces, inLastPlaces, isDecimal } from '#libs/kernel';
import type { Assessment, Input } from '../placement/placement.events';
import { rounded } from '../policy/judge/dimension';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import { boundariesOf } from './boundaries';
import { conditionsOf } from './edges';
import { basisOf, type OnRecord } from './replay';

/** The edge that an account is nearest to, in proportion to it. */
export interface Nearest {
  readonly subject: string;
  /** `exit`: what is held would be lost behind it; `enter`: it leads up; `bound`: of a condition of a table. */
  readonly edge: 'enter' | 'exit' | 'bound';
  readonly at: Decimal;
  readonly value: Decimal;
  /** From the value to the edge: negative when the edge lies under it. */
  readonly distance: Decimal;
  /** Per cent of the edge's magnitude. */
  readonly pct: Decimal;
}

type Edge = Pick<Nearest, 'subject' | 'edge' | 'at' | 'value'>;

/**
 * Null where a policy has no edges, or nothing that they divide has a value. An edge at 0 is near only when it is met.
 * @param besides what is not looked at
 */
export const nearestEdge = (
  record: OnRecord & { readonly document: PolicyDocument },
  besides: ReadonlySet<string> = new Set(),
): Nearest | null => {
  const { inputs, cuts } = basisOf(record);
  const edges =
    record.document.kind === 'table'
      ? boundsOf(record.document, inputs)
      : heldOrNot(record, boundariesOf(record.document, inputs, cuts));
  return (
    edges
      .filter(({ subject }) => !besides.has(subject))
      .map(toldAt)
      .sort(byNearness)[0] ?? null
  );
};

/** Where tiers have an order, what is held has its exit edge and the rest its entry edge; on an axis the value says which. */
const heldOrNot = (
  { document, assessment }: { document: PolicyDocument; assessment: Assessment },
  boundaries: ReturnType<typeof boundariesOf>,
): Edge[] => {
  const { places } = judgeOf(document);
  const current = assessment.computed === null ? -1 : (places.get(assessment.computed) ?? -1);
  return boundaries.flatMap(({ subject, value, tier, enter, exit, toExit }): Edge[] => {
    if (value === null || toExit === null) return [];
    const isHeld = tier === null ? inLastPlaces(toExit) >= 0n : places.get(tier)! <= current;
    return [
      isHeld ? { subject, value, edge: 'exit', at: exit } : { subject, value, edge: 'enter', at: enter },
    ];
  });
};

const boundsOf = (document: PolicyDocument, inputs: readonly Input[]): Edge[] =>
  conditionsOf(document).flatMap(({ measure: subject, atLeast, over, atMost, below }) => {
    const value = inputs.find(({ measure }) => measure === subject)?.value ?? null;
    if (!isDecimal(value)) return [];
    return [atLeast, over, atMost, below].flatMap((at): Edge[] =>
      at === undefined ? [] : [{ subject, value, edge: 'bound', at }],
    );
  });

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
const oneHundred = 100n * 10n ** 10n;

const toldAt = (edge: Edge): Nearest => {
  const [at, value] = [inLastPlaces(edge.at), inLastPlaces(edge.value)];
  const distance = at - value;
  const pct =
    at === 0n
      ? distance === 0n
        ? 0n
        : 10n ** 30n - 1n
      : rounded(magnitude(distance) * oneHundred, magnitude(at));
  return { ...edge, distance: fromLastPlaces(distance), pct: fromLastPlaces(pct) };
};

const byNearness = (a: Nearest, b: Nearest): number => {
  const [left, right] = [inLastPlaces(a.pct), inLastPlaces(b.pct)];
  return left < right ? -1 : left > right ? 1 : 0;
};
