import { Injectable } from '@nestjs/common';
import { type Known, Portfolio, type TimelineKey } from '#libs/views';
import { notFound } from '../http/problem';
import { Questions } from './questions';

/** Says which of the things that a question speaks of is not there. */
@Injectable()
export class NoAnswer {
  constructor(
    private readonly questions: Questions,
    private readonly portfolio: Portfolio,
  ) {}

  /** @throws Problem NOT_FOUND for a scheme or an account that nobody knows, else NOT_ONBOARDED */
  async explain(
    { scheme, externalId, at }: TimelineKey & { readonly at: Known },
    when: string,
  ): Promise<never> {
    await this.bothAreKnown({ scheme, externalId });
    throw notFound(
      `${externalId} is not onboarded in ${scheme} ${when}, as known at ${at.knownAt}.`,
      'NOT_ONBOARDED',
    );
  }

  /** @throws Problem NOT_FOUND for a scheme or an account that nobody knows */
  async bothAreKnown({ scheme, externalId }: Omit<TimelineKey, 'view'>): Promise<void> {
    await this.questions.schemeIsKnown(scheme);
    if (await this.questions.found('portfolio', (now) => this.portfolio.get(externalId, now))) return;
    throw notFound(`There is no account ${externalId}: PUT /v1/accounts/${externalId} onboards it.`);
  }
}
