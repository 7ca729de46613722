import type { PersonId } from '../vocabulary';
import { isInBookOf, partOf } from './account-keepers';
import type { DutyQuestion } from './matter';

/** What speaks against a person as such, whatever they have done in the matter; a delegate has it from a principal too. */
export type PersonalConflict = (person: PersonId, question: DutyQuestion) => string | undefined;

export const reportsToTheRequester: PersonalConflict = (person, { matter, chart, on }) => {
  const requester = matter.requestedBy.find((other) => chart.reportsTo(person, other, on));
  return requester && `${person} reports to ${requester}, who asked for it`;
};

export const keepsTheAccount: PersonalConflict = (person, { matter: { account }, chart, on }) => {
  const part = account && partOf(person, account, chart, on);
  return part && `${person} is ${part} of the account`;
};

export const isPaidByTheTier: PersonalConflict = (person, { matter: { account }, chart, on }) => {
  const paying = chart.seatsOf(person, on).find((seat) => {
    const pay = chart.fillingOf(seat, on)?.variablePay ?? 'none';
    return account && (pay === 'all' || (pay === 'book' && isInBookOf(seat, account, chart, on)));
  });
  return paying && `${person} sits in ${paying}, whose variable pay depends on the tier of the account`;
};
