import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import { SimulatedTime } from '#libs/runs';
import { Answers } from '../http/answers';
import { IsDay, IsFlag, IsInstant } from '../http/fields';
import { Readers, Roles, Scoped } from '../http/route';
import { Tenant } from '../settings/tenant';

export class ClockSetting {
  @IsInstant({ description: 'Whatever is recorded from now on carries this instant or a later one.' })
  now!: Instant;
}

export class ClockReading {
  @IsInstant() now!: Instant;
  @IsDay({ description: 'In the governance time zone.' }) today!: Day;
  @IsFlag() simulated!: boolean;
}

@ApiTags('clock')
@Controller({ path: 'clock', version: '1' })
export class ClockController {
  constructor(
    private readonly time: SimulatedTime,
    private readonly clock: Clock,
    private readonly tenant: Tenant,
  ) {}

  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, ClockReading)
  async read(): Promise<ClockReading> {
    const [now, today] = await Promise.all([this.clock.now(), this.tenant.today()]);
    return { now, today, simulated: this.clock.simulated };
  }

  /** Move a simulated clock forward, once everything recorded before has had its consequences. */
  @Post()
  @Roles('admin')
  @Answers(200, ClockReading)
  async move(@Body() { now }: ClockSetting): Promise<ClockReading> {
    await this.time.moveTo(now);
    return this.read();
  }
}
