import { Injectable } from '@nestjs/common';
import { Schemes } from '#libs/views';
import { Problem } from '../http/problem';
import { Questions } from '../tiers/questions';

/** Exactly one scheme is the primary one: the first, until another rule says otherwise. */
@Injectable()
export class PrimaryScheme {
  constructor(
    private readonly schemes: Schemes,
    private readonly questions: Questions,
  ) {}

  /** Whether a scheme is primary, given what is asked of it. @throws Problem 409 when there would be two, or none */
  async settle(scheme: string, asked: boolean | undefined): Promise<boolean> {
    const primary = await this.questions.found('schemes', () => this.schemes.primary());
    const due = primary === null || primary.scheme === scheme;
    if (asked === undefined || asked === due) return due;
    throw new Problem(
      409,
      'PRIMARY_SCHEME_IS_SET',
      due
        ? `${scheme} is the primary scheme, and exactly one is: leave \`primary\` out.`
        : `${primary?.scheme} is the primary scheme, and exactly one is: leave \`primary\` out.`,
    );
  }
}
