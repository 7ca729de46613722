import { compareDecimals, decimal, isDecimal, pointerTo, sumDecimals } from '#libs/kernel';
import { error, type Finding } from './lint-finding';
import type { PolicyDocument } from '../policy-document';

interface Share {
  readonly name: string;
  readonly value: unknown;
  readonly pointer: string;
}

/** Findings on the resources that tiers share: what all tiers have of one adds up to 100 per cent. */
export const lintTreatments = ({ tiers }: PolicyDocument): Finding[] => {
  const findings: Finding[] = [];
  const byName = new Map<string, Share[]>();
  tiers.forEach(({ treatment }, tier) => {
    const shares = Object.hasOwn(treatment, 'resourceShares') ? treatment['resourceShares'] : {};
    const pointer = pointerTo('tiers', tier, 'treatment', 'resourceShares');
    if (typeof shares !== 'object' || shares === null || Array.isArray(shares)) {
      const detail = 'Resource shares are an object: a name for each resource, with its share as text.';
      findings.push(error('RESOURCE_SHARE_INVALID', pointer, detail));
      return;
    }
    for (const [name, value] of Object.entries<unknown>({ ...shares })) {
      const share = { name, value, pointer: pointer + pointerTo(name) };
      byName.set(name, [...(byName.get(name) ?? []), share]);
    }
  });
  return [...findings, ...[...byName.values()].flatMap(sharesOfOne)];
};

const hundred = decimal('100');

const sharesOfOne = (shares: readonly Share[]): Finding[] => {
  const invalid = shares.filter(({ value }) => !isShare(value));
  if (invalid.length > 0)
    return invalid.map(({ pointer }) =>
      error('RESOURCE_SHARE_INVALID', pointer, 'A share is a decimal from 0 to 100 as text, such as "60".'),
    );
  const sum = sumDecimals(shares.flatMap(({ value }) => (isDecimal(value) ? [value] : [])));
  if (compareDecimals(sum, hundred) === 0) return [];
  const { name, pointer } = shares[0]!;
  const detail = `The tiers' shares of ${name.slice(0, 128)} add up to ${sum}; let them add up to 100.`;
  return [error('RESOURCE_SHARES_DO_NOT_SUM', pointer, detail)];
};

const isShare = (value: unknown): boolean =>
  isDecimal(value) && compareDecimals(value, decimal('0')) >= 0 && compareDecimals(value, hundred) <= 0;
