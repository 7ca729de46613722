import { Body, Controller, Post } from '@nestjs/common';
import { Answers } from '#apps/api/src/http/answers';
import { IsLine } from '#apps/api/src/http/fields';
import { Roles } from '#apps/api/src/http/route';

class Trivial {
  @IsLine(128) name!: string;
}

/** The least that a POST with a token and a validated body can be on this server: it answers what it was told. */
@Controller({ path: 'trivial', version: '1' })
export class TrivialController {
  @Post()
  @Roles('service')
  @Answers(200, Trivial)
  say(@Body() said: Trivial): Trivial {
    return said;
  }
}
