import { error, type Finding } from './lint-finding';
import type { PolicyDocument } from '../policy-document';
import { isOrdinal } from '../tiers';

/** Findings on the service lines: of tiers without an order none is the highest or the lowest. */
export const lintServiceLines = (document: PolicyDocument): Finding[] => {
  const rule = document.serviceLines?.rollUp;
  if ((rule !== 'highest' && rule !== 'lowest') || isOrdinal(document)) return [];
  const detail = `The tiers stand in no order, so none of them is the ${rule}; roll up by \`largest\`, or by \`none\`.`;
  return [error('ROLL_UP_WITHOUT_ORDER', '/serviceLines/rollUp', detail)];
};
