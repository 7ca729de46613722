import { pointerTo } from '#libs/kernel';
import { type Finding, repeated, warning } from './lint-finding';
import type { PolicyDocument } from '../policy-document';

/** Findings on names that a reader cannot tell from one another, although a machine can. */
export const lintNames = ({ tiers, measures }: PolicyDocument): Finding[] => {
  const codes = [...new Set(tiers.map(({ code }) => code))];
  const names = Object.keys(measures).sort();
  return [
    ...alike(codes, (code) =>
      pointerTo(
        'tiers',
        tiers.findIndex((tier) => tier.code === code),
        'code',
      ),
    ),
    ...alike(names, (name) => pointerTo('measures', name)),
  ];
};

const alike = (names: readonly string[], pointer: (name: string) => string): Finding[] =>
  repeated(names, lookOf).map((index) =>
    warning(
      'NAME_LOOKS_LIKE_ANOTHER',
      pointer(names[index]!),
      `${names[index]!} looks like another name here, in other letters; use one of them throughout.`,
    ),
  );

/** Letters of other alphabets, and under each the Latin one that it looks like. */
const others = [...'аеорсхуіјѕԁһԛԝкνορτυαικ'];
const latin = [...'aeopcxyijsdhqwkvoptuaik'];
const twins = new Map(others.map((letter, index) => [letter, latin[index]]));

/** A name as it looks: without what cannot be seen, in small letters, each the Latin one that it could be. */
const lookOf = (name: string): string =>
  [
    ...name
      .normalize('NFKC')
      .replaceAll(/\p{Cf}/gu, '')
      .toLowerCase(),
  ]
    .map((letter) => twins.get(letter) ?? letter)
    .join('');
