import { Controller, Get, HttpCode, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PackShelf, type PackWriter, ReviewDesk, unpressed } from '#libs/runs';
import { IsOneOf } from '../../http/fields';
import { NowAsked } from '../../http/paging/paging';
import { Readers } from '../../http/route';
import { OfReview } from '../review-asked';
import { csvOf } from './csv';
import { PackFormat, packTypes } from './pack-format';
import { type SectionName, sectionNames } from './pack-table';
import { contentSecurityPolicyOf, pageOf } from './page';

class PackAsked extends NowAsked {
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
    private readonly shelf: PackShelf,
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
  ): Promise<StreamableFile> {
    const asked = await this.desk.drafts.packOf(id);
    const write = writers[format](section);
    const { digest, bytes } = await (write ? this.shelf.written(asked, write) : this.shelf.bytes(asked));
    const { coordinates } = asked;
    reply.headers({ 'pack-digest': digest, 'ledger-position': coordinates.pin.position });
    // A page is styled: its own style is all that it may have.
    if (format === 'html')
      reply.header('content-security-policy', contentSecurityPolicyOf({ coordinates, digest }));
    return new StreamableFile(unpressed(bytes), { type: `${packTypes[format]}; charset=utf-8` });
  }
}

/** What has the bytes themselves needs no writing. */
const writers: Record<PackFormat, (section?: SectionName) => PackWriter | null> = {
  json: () => null,
  csv: (section) => (pack) => csvOf(pack, section),
  html: () => pageOf,
};
