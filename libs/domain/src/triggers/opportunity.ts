import { aggregate, canonicalJson, compositeId } from '#libs/kernel';
import type { AccountKnowledge, SchemeKnowledge } from '../placement/knowledge';
import type { ExternalId, SchemeCode } from '../vocabulary';
import { type Indication, indicationsOf } from './indications';
import {
  BindingTierIndicated,
  type OpportunityEvent,
  opportunityEvents,
  ProvisionalTierIndicated,
  TierIndicationWithdrawn,
} from './opportunity.events';

// ── State: only what a decision needs ───────────────────────────────────────
interface Standing extends Pick<Indication, 'kind' | 'day'> {
  /** All that was said, as canonical text. */
  readonly text: string;
}

export interface Opportunity {
  /** The position whose knowledge was used last. */
  readonly basis: bigint;
  /** What stands as indicated, by kind and day. */
  readonly indicated: Map<string, Standing>;
}

// ── Commands ────────────────────────────────────────────────────────────────
/** Brings what an account's opportunities indicate up to what is known at a position. */
export interface IndicateTiers {
  readonly type: 'IndicateTiers';
  readonly scheme: SchemeCode;
  readonly externalId: ExternalId;
  readonly account: AccountKnowledge;
  readonly plan: SchemeKnowledge;
  readonly basis: string;
}

// ── Decisions ───────────────────────────────────────────────────────────────
const indicate = (command: IndicateTiers, { basis: last, indicated }: Opportunity): OpportunityEvent[] => {
  const { scheme, externalId, account, plan, basis } = command;
  if (BigInt(basis) < last) return [];
  const now = indicationsOf(account, plan);
  const standing = new Set(now.map(keyOf));
  const fresh = now.filter((one) => indicated.get(keyOf(one))?.text !== canonicalJson(one));
  return [
    ...[...indicated.values()]
      .filter((one) => !standing.has(keyOf(one)))
      .map(({ kind, day }) => TierIndicationWithdrawn({ scheme, externalId, day, kind, basis })),
    ...fresh.map(({ kind, stage, ...one }) => {
      const said = { scheme, externalId, ...one, factIds: [...one.factIds], basis };
      return kind === 'binding' ? BindingTierIndicated(said) : ProvisionalTierIndicated({ ...said, stage });
    }),
  ];
};

const keyOf = ({ kind, day }: Pick<Indication, 'kind' | 'day'>): string => `${day} ${kind}`;

// ── Evolutions ──────────────────────────────────────────────────────────────
interface Said extends Omit<Indication, 'kind' | 'stage'> {
  readonly scheme: SchemeCode;
  readonly externalId: ExternalId;
  readonly basis: string;
}

const take = (
  { indicated }: Opportunity,
  { scheme: _, externalId: __, basis, ...said }: Said,
  about: Pick<Indication, 'kind' | 'stage'>,
): Opportunity => {
  const one: Indication = { ...said, ...about };
  const standing = { kind: one.kind, day: one.day, text: canonicalJson(one) };
  return { basis: BigInt(basis), indicated: indicated.set(keyOf(one), standing) };
};

// ── The aggregate ───────────────────────────────────────────────────────────
/** What is negotiated with an account, as one scheme sees it: the tiers it would lead to, and led to. */
export const opportunity = aggregate<Opportunity, IndicateTiers, OpportunityEvent>({
  category: 'opportunity',
  idOf: ({ scheme, externalId }) => compositeId(scheme, externalId),
  events: opportunityEvents,
  initialState: () => ({ basis: 0n, indicated: new Map() }),
  decide: { IndicateTiers: indicate },
  evolve: {
    ProvisionalTierIndicated: (state, { stage, ...said }) =>
      take(state, said, { kind: 'provisional', stage }),
    BindingTierIndicated: (state, said) => take(state, said, { kind: 'binding', stage: null }),
    TierIndicationWithdrawn: ({ indicated }, { kind, day, basis }) => {
      indicated.delete(keyOf({ kind, day }));
      return { basis: BigInt(basis), indicated };
    },
  },
});
