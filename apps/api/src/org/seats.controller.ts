import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { seat as aSeat, type Seat, type SeatFilling } from '#libs/domain';
import { EventStore, type IfAt, type Position } from '#libs/event-store';
import { decidesAs, OverrideDesk } from '#libs/runs';
import { Answers } from '../http/answers';
import { Commands } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Pages } from '../http/paging/pages';
import { notFound } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import {
  OfSeat,
  SeatAlone,
  type SeatFilled,
  SeatFound,
  SeatList,
  SeatSaved,
  SeatsAsked,
  SeatsQuestion,
  SeatTerms,
} from './seat';

@ApiTags('organisation')
@Controller({ path: 'seats', version: '1' })
export class SeatsController {
  constructor(
    private readonly commands: Commands,
    private readonly desk: OverrideDesk,
    private readonly questions: Questions,
    private readonly tenant: Tenant,
    private readonly pages: Pages,
    private readonly store: EventStore,
  ) {}

  /** Say who holds a seat, and under whom, from a day on. */
  @Put(':seat')
  @TakesIfMatch()
  @Roles('revops', 'admin')
  @Answers(201, SeatSaved, 'The first word about the seat.')
  @Answers(200, SeatSaved, 'Said, or as it was.')
  put(
    @Param() { seat }: OfSeat,
    @Body() { holder, reportsTo = null, validFrom, variablePay, decidesAs: roles }: SeatTerms,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ) {
    const attributes = roles && { [decidesAs]: [...new Set(roles)].sort().join(' ') };
    const filling = { seat, holder, reportsTo, validFrom, variablePay };
    const saying = { ...filling, variablePay: variablePay ?? 'none' };
    const command = { type: 'FillSeat', ...filling, attributes, by: person } as const;
    return this.commands.save(aSeat, command, context, { ifAt, saying });
  }

  /** Every seat as it stands on a day. */
  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, SeatList)
  async list(@Query() { limit, cursor, ...question }: SeatsAsked): Promise<SeatList> {
    const { of, seats } = await this.seats(question);
    const { asOf, knownAt } = question;
    const all = seats.flatMap((seat) => of(seat) ?? []);
    return this.pages.part({ of: { list: 'seats', asOf, knownAt }, limit, cursor }, all, ({ seat }) => seat);
  }

  /** One seat as it stands on a day, with all that is said of its days. */
  @Get(':seat')
  @Scoped('none')
  @Readers()
  @Answers(200, SeatAlone)
  async get(@Param() { seat }: OfSeat, @Query() question: SeatsQuestion): Promise<SeatAlone> {
    const { of, position } = await this.seats(question);
    const found = of(seat);
    if (!found) throw notFound(`There is no seat ${seat} on that day: PUT /v1/seats/${seat} fills it.`);
    return { ...found, revision: question.knownAt ? null : await this.revisionOf(seat, position) };
  }

  /** Of what is told, and of nothing that was said since. */
  private async revisionOf(seat: Seat, upTo: Position): Promise<number | null> {
    let last: number | null = null;
    for await (const { revision, position } of this.store.read(`seat-${seat}`))
      if (position <= upTo) last = revision;
    return last;
  }

  private async seats({ asOf, knownAt, minPosition }: SeatsQuestion) {
    const on = asOf ?? (await this.tenant.today());
    const asked = { ...(knownAt && { knownAt }), ...(minPosition && { minPosition }) };
    const { position } = await this.questions.known(asked, 'audit-trail');
    const { known, chart } = await this.desk.org.at(position);
    const of = (seat: Seat): SeatFound | undefined => {
      const standing = chart.fillingOf(seat, on);
      const fillings = known.seats
        .filter((one) => one.seat === seat)
        .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
      return standing && { seat, ...filledOf(standing), fillings: fillings.map(filledOf) };
    };
    return { of, position, seats: [...new Set(known.seats.map(({ seat }) => seat))].sort() };
  }
}

const filledOf = ({ holder, reportsTo, validFrom, variablePay = 'none' }: SeatFilling): SeatFilled => ({
  holder,
  reportsTo,
  validFrom,
  variablePay,
});
