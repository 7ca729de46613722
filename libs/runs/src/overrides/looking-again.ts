import { override as anOverride, type OverrideId } from '#libs/domain';
import { type Context, Execute, idFor, type Receipt } from '#libs/event-store';
import { type DecisionsParts, groundOf } from './decisions';
import { type Deciding, Looking } from './looking';

/** The basis that was looked at; the present one where it is not named. */
type Again = Deciding & { readonly basis?: string | undefined };

/** What was asked for or approved is looked at again, since what it stands upon has changed. */
export class LookingAgain {
  private readonly looking: Looking;

  constructor(private readonly parts: DecisionsParts) {
    this.looking = new Looking(parts);
  }

  async reconfirm(
    id: OverrideId,
    { caller, comment, basis, ifAt }: Again,
    context: Context,
  ): Promise<Receipt> {
    const found = await this.looking.findAt(id, ifAt);
    const ground = groundOf(await this.looking.groundOf(found));
    const said = { by: caller.person, comment, basisSeen: basis };
    const about = { ...found.timeline, overrideId: id, ...ground };
    const command = { type: 'ReconfirmOverride', ...about, ...said } as const;
    return this.parts.execute.execute(new Execute(anOverride, command, context, ifAt));
  }

  async reattest(id: OverrideId, { basis, ...by }: Again, context: Context): Promise<Receipt> {
    const found = await this.looking.findAt(id, by.ifAt);
    const known = await this.looking.groundOf(found);
    const about = { ...found.timeline, overrideId: id, ...groundOf(known) };
    const noted = { ...context, commandId: idFor(context.commandId, 'note the basis') };
    await this.parts.execute.execute(
      new Execute(anOverride, { type: 'NoteBasis', ...about }, noted, by.ifAt),
    );
    const override = { ...found.override, given: [] };
    const deciding = await this.looking.decidingAs(by, override, undefined, found, known);
    const said = { ...about, ...deciding, basisSeen: basis, comment: by.comment };
    return this.parts.execute.execute(
      new Execute(anOverride, { type: 'ReattestOverride', ...said }, context),
    );
  }
}
