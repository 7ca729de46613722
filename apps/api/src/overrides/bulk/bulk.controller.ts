import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Caller } from '#libs/runs';
import { Answers } from '../../http/answers';
import { AskedBy } from '../../http/exchange';
import { LargeBody, Roles, Scoped } from '../../http/route';
import { CallersScope } from '../../http/scopes/scope';
import { TheCaller } from '../asked-by-caller';
import { BulkAnswered } from './bulk-answered';
import { BulkTerms, mostRequests } from './bulk-asked';
import { BulkRequests } from './bulk-requests';

@ApiTags('overrides')
@Controller({ path: 'overrides', version: '1' })
export class OverrideBulkController {
  constructor(private readonly bulk: BulkRequests) {}

  /** Ask for many overrides, each with an outcome of its own: one that is refused stops no other. */
  @Post('bulk')
  @Scoped('rows')
  @Roles('sales-leader', 'revops')
  @LargeBody({ bytes: 4 * 1024 * 1024, keys: 200 * mostRequests })
  @Answers(200, BulkAnswered)
  request(
    @Body() { requests }: BulkTerms,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @CallersScope() scope: CallersScope,
  ): Promise<BulkAnswered> {
    return this.bulk.request(requests, { caller, scope, context });
  }
}
