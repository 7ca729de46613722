import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EventStore, idFor } from '#libs/event-store';
import type { Instant } from '#libs/kernel';
import { Announcements, Handovers, Jobs, Reassessment } from '#libs/runs';
import { Progress, Projector, type ViewLag, views } from '#libs/views';
import { Accepts, Answers } from '../http/answers';
import { type Answer, AskedBy } from '../http/exchange';
import { IsAny, IsInstant, IsLine, IsListOf, IsOneOf, IsPosition, IsWhole } from '../http/fields';
import { notFound } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { acceptedJob, JobState } from '../jobs/job';

class OfView {
  @IsLine(64) view!: string;
}

class ViewStanding {
  @IsLine(64) view!: string;
  @IsWhole(0, 1_000_000) version!: number;
  @IsPosition() position!: string;
  @IsPosition({ description: 'Positions between it and the end of the log.' }) lag!: string;
  @IsInstant({ nullable: true }) lastRecordedAt!: Instant | null;
  @IsOneOf(['running', 'stopped', 'rebuilding']) state!: ViewLag['state'];
  @IsAny({ type: 'string' }, { nullable: true, description: 'Why it is stopped.' }) error!: string | null;
  @IsPosition({ nullable: true, description: 'Of the event that stopped it.' }) errorPosition!: string | null;
}

class Projections {
  @IsPosition({ description: 'The end of the log.' }) head!: string;
  @IsListOf(() => ViewStanding) items!: readonly ViewStanding[];
}

@ApiTags('ops')
@Controller({ path: 'ops/projections', version: '1' })
export class OpsController {
  constructor(
    private readonly store: EventStore,
    private readonly progress: Progress,
    private readonly projector: Projector,
    private readonly reassessment: Reassessment,
    private readonly announcements: Announcements,
    private readonly handovers: Handovers,
    private readonly jobs: Jobs,
  ) {}

  /** How far each view has come. */
  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, Projections)
  async list(): Promise<Projections> {
    const head = await this.store.head();
    return { head: String(head), items: (await this.progress.all(head)).map(standing) };
  }

  /** Project a view anew beside the live one; the two are swapped when their rows agree. */
  @Post(':view/rebuild')
  @Roles('admin')
  @Accepts(JobState)
  async rebuild(@Param() { view }: OfView, @AskedBy() { person, context }: AskedBy): Promise<Answer> {
    if (!views.some(({ name }) => name === view)) throw notFound(`There is no view ${view} to rebuild.`);
    const id = idFor(context.commandId, 'rebuild');
    return acceptedJob(await this.jobs.enqueue({ id, kind: 'rebuild', input: { view }, createdBy: person }));
  }

  /** Let a view that stopped at a bad event try it again. */
  @Post(':view/resume')
  @Roles('admin')
  @Answers(200, Projections)
  async resume(@Param() { view }: OfView): Promise<Projections> {
    const reaction = this.reactionCalled(view);
    if (!reaction && !views.some(({ name }) => name === view)) throw notFound(`There is no view ${view}.`);
    await (reaction ? reaction.resume() : this.projector.resume(view));
    return this.list();
  }

  /** The standing reactions are among the views, as far as progress goes. */
  private reactionCalled(name: string): Reassessment | Announcements | Handovers | undefined {
    if (name === 'reassessment') return this.reassessment;
    if (name === 'announcements') return this.announcements;
    return name === 'handover' ? this.handovers : undefined;
  }
}

const standing = ({
  checkpoint,
  lag,
  errorPosition,
  view,
  version,
  lastRecordedAt,
  state,
  error,
}: ViewLag): ViewStanding => ({
  view,
  version,
  position: String(checkpoint.commit),
  lag: String(lag),
  lastRecordedAt,
  state,
  error,
  errorPosition: errorPosition === null ? null : String(errorPosition),
});
