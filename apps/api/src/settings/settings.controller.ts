import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Mask, type Measure, settings, type TenantSettings } from '#libs/domain';
import type { IfAt } from '#libs/event-store';
import { type Role, roles } from '#libs/platform';
import { Answers } from '../http/answers';
import { Commands } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { IsLine, IsListOf, IsOneOf, IsPart, IsPosition, IsWhole } from '../http/fields';
import { Readers, Roles, Scoped, TellsNoValues } from '../http/route';
import { IsWords } from '../schemes/words';
import { Tenant } from './tenant';

class FiscalCalendarTerms {
  @IsOneOf(['months'], { optional: true }) kind?: 'months';
  @IsWhole(1, 12, { description: 'The fiscal year begins on the first of this month.' }) startMonth!: number;
  @IsOneOf(['start', 'end'], { optional: true, description: 'Which calendar year names the fiscal one.' })
  yearNamedBy?: 'start' | 'end';
}

class MaskTerms {
  @IsLine(64, { description: 'As facts or policies call it; `variablePay` is pay.' }) measure!: Measure;
  @IsWords(roles, { description: 'To whoever has one of these roles; to nobody when there is none.' })
  visibleTo!: Role[];
}

const masked =
  'Measures whose values are shown to some roles alone; pay is shown to admin, auditor, finance and revops unless told.';

export class SettingsTerms {
  @IsLine(64, { optional: true, example: 'America/New_York' }) governanceTimeZone?: string;
  @IsPart(() => FiscalCalendarTerms, { optional: true }) fiscalCalendar?: FiscalCalendarTerms;
  @IsLine(16, { optional: true, example: 'EUR' }) currency?: string;
  @IsWhole(0, 36500, {
    optional: true,
    description: 'A change of treatment whose day lies further back is history that nobody hands over.',
  })
  handOverWithinDays?: number;
  @IsListOf(() => MaskTerms, { optional: true, most: 500, description: masked }) masks?: MaskTerms[];
}

class FiscalCalendarKept {
  @IsOneOf(['months']) kind!: 'months';
  @IsWhole(1, 12) startMonth!: number;
  @IsOneOf(['start', 'end']) yearNamedBy!: 'start' | 'end';
}

export class Settings {
  @IsLine(64) governanceTimeZone!: string;
  @IsPart(() => FiscalCalendarKept) fiscalCalendar!: FiscalCalendarKept;
  @IsLine(16) currency!: string;
  @IsWhole(0, 36500, { optional: true, description: '90 when absent.' }) handOverWithinDays?: number;
  @IsListOf(() => MaskTerms, { optional: true, description: masked }) masks?: readonly Mask[];
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'Also the ETag; null before the first change.' })
  revision!: number | null;
}

export class SettingsSaved extends Settings {
  @IsPosition() position!: string;
}

@ApiTags('settings')
@Controller({ path: 'settings', version: '1' })
export class SettingsController {
  constructor(
    private readonly commands: Commands,
    private readonly tenant: Tenant,
  ) {}

  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, Settings)
  async get(): Promise<Settings> {
    const { settings: now, revision } = await this.tenant.read();
    return { ...now, revision: revision < 0 ? null : revision };
  }

  /** Change how the tenant reckons days and quarters; what is left out stays as it is. */
  @Put()
  @TakesIfMatch()
  @TellsNoValues()
  @Roles('revops', 'admin')
  @Answers(201, SettingsSaved, 'Changed for the first time.')
  @Answers(200, SettingsSaved)
  async change(
    @Body() terms: SettingsTerms,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ) {
    const after = merged((await this.tenant.read()).settings, terms);
    const command = { type: 'ChangeSettings', settings: after } as const;
    // There are settings before anybody has changed them.
    const meant = ifAt === 'begun' ? undefined : ifAt;
    const answer = await this.commands.save(settings, command, context, { ifAt: meant, saying: after });
    await this.tenant.read();
    return answer;
  }
}

const merged = (
  now: TenantSettings,
  {
    governanceTimeZone,
    fiscalCalendar,
    currency,
    handOverWithinDays = now.handOverWithinDays,
    masks = now.masks,
  }: Omit<SettingsTerms, 'masks'> & { readonly masks?: readonly Mask[] },
): TenantSettings => ({
  governanceTimeZone: governanceTimeZone ?? now.governanceTimeZone,
  fiscalCalendar: fiscalCalendar
    ? {
        kind: 'months',
        startMonth: fiscalCalendar.startMonth,
        yearNamedBy: fiscalCalendar.yearNamedBy ?? 'start',
      }
    : now.fiscalCalendar,
  currency: currency ?? now.currency,
  ...(handOverWithinDays !== undefined && { handOverWithinDays }),
  ...(masks && { masks: masks.map(({ measure, visibleTo }) => ({ measure, visibleTo })) }),
});
