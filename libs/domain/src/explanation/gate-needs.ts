import { type Decimal, inLastPlaces } from '#libs/kernel';
import { readyGates, undecidedGates } from '../policy/judge/gates';
import type { CutPoints, Reading } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { Gate, PolicyDocument } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';
import { readyRules, type ValueOf } from './ready-rules';

/** What a gate asks of its measure: a value on or over a bound, or one under it. */
export interface GateNeed {
  readonly pointer: string;
  readonly says: string;
  readonly subject: string;
  readonly value: Decimal | null;
  readonly atLeast: Decimal | null;
  readonly below: Decimal | null;
  /** Whether it is so; of a measure without a value, whether the policy lets the account by. */
  readonly met: boolean;
}

/** What the gates have to do with standing at a tier; of two that differ the later one counts. */
export interface GateNeeds {
  /** Each of these holds the account back, or puts it out of the programme, unless it is met. */
  readonly gates: readonly GateNeed[];
  /** Each of these, where it is met, lifts the account there whatever the other needs say. */
  readonly lifts: readonly GateNeed[];
}

/** What the gates of a policy ask for a tier, by the inputs of a day. */
export type GatesFor = (tier: TierCode) => GateNeeds;

export const gatesFor =
  (
    document: PolicyDocument,
    inputs: readonly Reading[],
    cuts: CutPoints | null,
    valueOf: ValueOf,
  ): GatesFor =>
  (tier) => {
    const { places } = judgeOf(document);
    const place = places.get(tier) ?? 0;
    const needs = { gates: [] as GateNeed[], lifts: [] as GateNeed[] };
    document.gates.forEach((gate, index) => {
      const { capTier, liftTier, outOfProgramme } = gate;
      const told = { ...ruleAt(document, cuts, index), value: valueOf(gate.measure) };
      if (outOfProgramme || (capTier !== undefined && (places.get(capTier) ?? 0) < place))
        needs.gates.push(
          toStayOpen(gate, told, undecidedGates(readyGates([gate], null), inputs).length === 0),
        );
      if (!outOfProgramme && liftTier !== undefined && (places.get(liftTier) ?? 0) >= place)
        needs.lifts.push(toClose(gate, told));
    });
    return needs;
  };

type Told = Pick<GateNeed, 'pointer' | 'says' | 'subject'> & { readonly value: ReturnType<ValueOf> };

const ruleAt = (document: PolicyDocument, cuts: CutPoints | null, gate: number) => {
  const pointer = `/gates/${gate}`;
  const { says } = readyRules(document, cuts).find(({ rule }) => rule.pointer === pointer)!.rule;
  return { pointer, says, subject: document.gates[gate]!.measure };
};

/** A gate closes under `below`, and from `atLeast` on. */
const toStayOpen = ({ below, atLeast }: Gate, told: Told, passes: boolean): GateNeed =>
  asked(told, { atLeast: below ?? null, below: atLeast ?? null }, passes);

const toClose = ({ below, atLeast }: Gate, told: Told): GateNeed =>
  asked(told, { atLeast: atLeast ?? null, below: below ?? null }, false);

const asked = (
  { value, ...told }: Told,
  bounds: Pick<GateNeed, 'atLeast' | 'below'>,
  withoutValue: boolean,
): GateNeed => {
  const { atLeast, below } = bounds;
  const fits =
    value !== null &&
    (atLeast === null || value.places >= inLastPlaces(atLeast)) &&
    (below === null || value.places < inLastPlaces(below));
  return { ...told, value: value && value.text, ...bounds, met: value === null ? withoutValue : fits };
};
