import { Controller, Get, HttpCode, Param, Query, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Pack } from '#libs/domain';
import { Packs, ReviewDesk } from '#libs/runs';
import { IsOneOf } from '../../http/fields';
import { Readers } from '../../http/route';
import { OfReview } from '../review-asked';
import { csvOf } from './csv';
import { PackFormat, packTypes } from './pack-format';
import { type SectionName, sectionNames } from './pack-table';
import { pageOf } from './page';

class PackAsked {
  @IsOneOf(sectionNames, { optional: true, description: 'Of a CSV, only this section.' })
  section?: SectionName;
}

const part = { type: 'object', additionalProperties: true };
const packSchema = {
  type: 'object',
  required: ['coordinates', 'sections'],
  properties: {
    coordinates: part,
    sections: {
      type: 'object',
      required: [...sectionNames] as string[],
      properties: Object.fromEntries(sectionNames.map((name) => [name, part])),
    },
  },
};
const text = { schema: { type: 'string' } } as const;

@ApiTags('reviews')
@Controller({ path: 'reviews', version: '1' })
export class PackController {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly packs: Packs,
  ) {}

  /**
   * The review's pack as it was pinned, or, of a draft, as it would be if it were pinned now: the bytes that are hashed,
   * a file, or a page for people. `Pack-Digest` is the SHA-256 of the bytes.
   */
  @Get(':id/pack')
  @Readers()
  @HttpCode(200)
  @ApiResponse({
    status: 200,
    description: 'Seven sections, all as known at the pin.',
    headers: { 'Pack-Digest': text, 'Ledger-Position': text },
    content: { 'application/json': { schema: packSchema }, 'text/csv': text, 'text/html': text },
  })
  async pack(
    @Param() { id }: OfReview,
    @Query() { section }: PackAsked,
    @PackFormat() format: PackFormat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { coordinates } = await this.desk.coordinates(id);
    const pack = await this.packs.at(coordinates);
    const json = this.packs.textOf(pack);
    const digest = this.packs.digestOf(pack, json);
    reply.type(`${packTypes[format]}; charset=utf-8`);
    reply.headers({ 'pack-digest': digest, 'ledger-position': coordinates.pin.position });
    if (format === 'csv') return csvOf(pack, section);
    return format === 'html' ? this.page(pack, digest, reply) : json;
  }

  /** A page is styled: its own style is all that it may have. */
  private page(pack: Pack, digest: string, reply: FastifyReply): string {
    const { text, contentSecurityPolicy } = pageOf(pack, digest);
    reply.header('content-security-policy', contentSecurityPolicy);
    return text;
  }
}
