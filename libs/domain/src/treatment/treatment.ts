import { z } from 'zod';
import { Decimal } from '#libs/kernel';
import type { TierDefinition } from '../policy/policy-document';

const words = z.string().min(1).max(2000);
const list = z.array(words).max(100);

/** Who looks after the accounts of a tier, and how many of them one person takes. */
export const CoverageModel = z.looseObject({
  model: z.enum(['named', 'pooled', 'digital', 'support-only']).optional(),
  /** The role whose people are counted: `csm`, `tam`. */
  role: words.optional(),
  accountsPerRole: z.union([z.int().min(1), Decimal]).optional(),
});
export type CoverageModel = z.infer<typeof CoverageModel>;

/** Every attribute that the product knows. Others may stand beside them, as they are. */
const attributes = {
  ownerRole: words,
  investment: words,
  exampleAccounts: list,
  offerings: list,
  touchModel: z.enum(['1:1', '1:few', '1:many']),
  coverage: CoverageModel,
  executiveSponsor: z.boolean(),
  successPlan: z.boolean(),
  onboarding: words,
  cadence: words,
  /** How often the account is reviewed with the client. */
  reviewEveryDays: z.int().min(1).max(3660),
  forum: words,
  renewalMotion: words,
  entitlements: list,
  sla: z.union([words, z.record(z.string(), z.unknown())]),
  escalation: words,
  campaign: words,
  kpis: list,
  /** Per cent of a resource that goes to the tier: `{"salesTime": "60"}`. */
  resourceShares: z.record(words, Decimal),
  /** How long a change of treatment may wait for somebody to take it on. */
  acknowledgeWithinDays: z.int().min(0).max(3660),
} as const;

type Known = { readonly [A in keyof typeof attributes]?: z.infer<(typeof attributes)[A]> };

/** How the accounts of a tier are treated, as far as its policy says so. */
export interface Treatment extends Known {
  readonly acknowledgeWithinDays: number;
}

/** What a treatment says, whatever it calls it: attributes by name, as the policy's document has them. */
export type Attributes = Readonly<Record<string, unknown>>;

/** An attribute that has another shape than its name promises; it is kept as it stands and counts for nothing. */
export interface Misfit {
  readonly attribute: string;
  readonly detail: string;
}

/** What is allowed when a treatment does not say how long it may wait. */
const usualDaysToAcknowledge = 14;

/** Reads a tier's treatment: what fits, and what does not. Documents are old and people are free: nothing is refused. */
export const readTreatment = (said: Attributes): { treatment: Treatment; misfits: readonly Misfit[] } => {
  const read: Record<string, unknown> = { acknowledgeWithinDays: usualDaysToAcknowledge };
  const misfits: Misfit[] = [];
  for (const [attribute, schema] of Object.entries(attributes)) {
    if (!Object.hasOwn(said, attribute)) continue;
    const { success, data, error } = schema.safeParse(said[attribute]);
    if (success) read[attribute] = data;
    else misfits.push({ attribute, detail: sentenceOf(attribute, error) });
  }
  // Every attribute was parsed by the schema of its own name.
  return { treatment: read as unknown as Treatment, misfits };
};

/** How a tier is treated. */
export const treatmentOf = ({ treatment }: Pick<TierDefinition, 'treatment'>): Treatment =>
  readTreatment(treatment).treatment;

const sentenceOf = (attribute: string, error: z.ZodError): string => {
  const { path, message } = error.issues[0]!;
  return `${[attribute, ...path].join('.')} is kept as it stands and not used: ${message}`;
};
