import type { Day } from '#libs/kernel';
import type { OrgChart } from '../org/org-chart';
import { foldedName } from '../org/same-person';
import type { PersonId, Seat } from '../vocabulary';
import type { KeptAccount } from './matter';

/** A person, or a seat, with a part in the daily life of an account. */
interface Keeper {
  readonly part: 'owner' | 'AE' | 'CSM';
  readonly named: string;
}

const keepersOf = ({ ownerSeat, attributes }: KeptAccount): readonly Keeper[] => {
  const named = (attribute: string) =>
    // A column of a file may be called CSM as well as csm, and nobody is the less conflicted for it.
    Object.entries(attributes).flatMap(([name, text]) =>
      foldedName(name) === attribute && text !== '' ? [text] : [],
    );
  return [
    ...(ownerSeat === null ? [] : [{ part: 'owner' as const, named: ownerSeat }]),
    ...named('ae').map((name) => ({ part: 'AE' as const, named: name })),
    ...named('csm').map((name) => ({ part: 'CSM' as const, named: name })),
  ];
};

/** What a person is to an account on a day; undefined when they have no part in it. */
export const partOf = (
  person: PersonId,
  account: KeptAccount,
  chart: OrgChart,
  on: Day,
): Keeper['part'] | undefined => {
  const names = [person, ...chart.seatsOf(person, on)].map(foldedName);
  return keepersOf(account).find(({ named }) => names.includes(foldedName(named)))?.part;
};

/** Whether an account is in the book of a seat: whoever keeps it sits there, or under it. */
export const isInBookOf = (seat: Seat, account: KeptAccount, chart: OrgChart, on: Day): boolean =>
  keepersOf(account)
    .flatMap(({ named }) => [named, ...chart.seatsOf(named, on)])
    .some((kept) => [kept, ...chart.seatsAbove(kept, on)].includes(seat));
