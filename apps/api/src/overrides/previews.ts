import { Injectable } from '@nestjs/common';
import type { Candidates } from '#libs/domain';
import type { Context } from '#libs/event-store';
import { type Caller, OverrideDesk, type Preview } from '#libs/runs';
import type { CallersScope } from '../http/scopes/scope';
import { Effects } from './effects';
import { askedOf, type PreviewTerms } from './override-asked';
import { idOf } from './override-id';
import type { LevelApprovers, PreviewAnswered } from './preview-answered';
import { quotaAnswer } from './quota-answered';
import { QuotaInside } from './quota-inside';

/** Says what requests would come to, and records nothing. */
@Injectable()
export class Previews {
  constructor(
    private readonly desk: OverrideDesk,
    private readonly effects: Effects,
    private readonly inside: QuotaInside,
  ) {}

  async of(
    terms: PreviewTerms,
    caller: Caller,
    { commandId }: Context,
    scope: CallersScope,
  ): Promise<PreviewAnswered> {
    const asked = askedOf(idOf(commandId, terms), terms);
    const preview = await this.desk.requests.preview(asked, caller);
    const { ground, prospect, seat, quarter } = preview;
    const quota = await this.inside.ledger(preview.quota, scope);
    const refusal = preview.refusal && (await this.inside.refusal(preview.refusal, scope));
    return {
      jump: prospect.jump,
      route: prospect.route,
      approvers: approversOf(preview),
      quota: quotaAnswer({ scheme: terms.scheme, seat, quarter }, quota),
      basis: ground.basisHash,
      basisInFull: ground.basis,
      effect: await this.effects.of(preview, asked, scope),
      refusal: refusal && { code: refusal.code, detail: refusal.message, ...refusal.details },
    };
  }
}

const approversOf = ({ approvers, prospect: { route } }: Preview): LevelApprovers[] =>
  route.map(({ level, role }, index) => ({ level, role, ...peopleOf(approvers[index]!) }));

const peopleOf = ({ may, barred }: Candidates) => ({
  people: [...new Set(may.map(({ person }) => person))],
  barred: barred.map(({ decider: { person }, findings: [finding] }) => ({ person, ...finding })),
});
