import type { z } from 'zod';
import { PolicyDocument } from '../policy/policy-document';

/** A scheme to begin with: adopted as it is, then versioned like any other. */
export interface SchemeTemplate {
  readonly template: string;
  readonly name: string;
  readonly description: string;
  /** The template that this one is another way of saying; null for one of its own. */
  readonly variantOf: string | null;
  readonly document: PolicyDocument;
}

interface Said extends Omit<SchemeTemplate, 'document' | 'variantOf'> {
  readonly variantOf?: string;
  readonly document: z.input<typeof PolicyDocument>;
}

/** A template whose document is as it would be read from a request. */
export const schemeTemplate = ({ document, variantOf, ...said }: Said): SchemeTemplate => ({
  ...said,
  variantOf: variantOf ?? null,
  document: PolicyDocument.parse(document),
});
