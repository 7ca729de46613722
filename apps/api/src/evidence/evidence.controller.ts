import { Body, Controller, Get, Param, Put, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { EvidenceStore } from '#libs/runs';
import { Answers, AnswersText } from '../http/answers';
import { Answer } from '../http/exchange';
import { invalidField, notFound } from '../http/problem';
import { Readers, Roles, Scoped, UploadOfAnyType } from '../http/route';
import { IsSha256 } from './evidence-named';

class OfEvidence {
  @IsSha256() sha256!: string;
}

class EvidenceKept {
  @IsSha256() sha256!: string;
}

@ApiTags('evidence')
@Controller({ path: 'evidence', version: '1' })
export class EvidenceController {
  constructor(private readonly evidence: EvidenceStore) {}

  /** Keep a file under the SHA-256 of its bytes; at most 25 MiB, of whatever type. */
  @Put(':sha256')
  @Scoped('none')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee', 'break-glass')
  @UploadOfAnyType()
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Answers(201, EvidenceKept, 'Kept.')
  @Answers(200, EvidenceKept, 'It was there already.')
  async put(
    @Param() { sha256 }: OfEvidence,
    @Body() body: AsyncIterable<Uint8Array> | undefined,
  ): Promise<Answer> {
    if (body === undefined) throw invalidField('', 'The body is the file: send its bytes.');
    return new Answer((await this.evidence.put(sha256, body)) ? 201 : 200, { sha256 });
  }

  /** The bytes, to be kept and not to be shown: what they are called says the override that names them. */
  @Get(':sha256')
  @Scoped('none')
  @Readers()
  @AnswersText('application/octet-stream', 'The bytes.')
  async get(@Param() { sha256 }: OfEvidence): Promise<StreamableFile> {
    const bytes = await this.evidence.get(sha256);
    if (!bytes) throw notFound(`There is no evidence ${sha256}: PUT /v1/evidence/${sha256} keeps it.`);
    return new StreamableFile(Readable.from(bytes, { objectMode: false }), {
      type: 'application/octet-stream',
      disposition: `attachment; filename="${sha256}.bin"`,
    });
  }
}
