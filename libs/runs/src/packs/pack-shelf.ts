import type { Pack, PackCoordinates } from '#libs/domain';
import { readCanonical } from '#libs/kernel';
import { givingWay } from '#libs/views';
import { OneAtATime } from './one-at-a-time';
import type { Packs } from './packs';
import { press, type Pressed, textOf } from './pressed';

/** Which pack is to be read: with the digest of its pin, or with none, of a draft. */
export interface PackAsked {
  readonly coordinates: PackCoordinates;
  readonly digest: string | null;
}

/** A pack as a text. */
export interface PackText {
  /** Of the pack itself, however it is written. */
  readonly digest: string;
  /** The text, compressed. */
  readonly bytes: Buffer;
}

/** Writes a pack in another form, piece by piece. */
export type PackWriter = (pack: Pack, digest: string) => Iterable<string>;

interface Found extends Pressed {
  readonly pack: () => Promise<Pack>;
}

/** Packs for reading: of a pinned one what is kept, and what is made where that is not there or not right. */
export class PackShelf {
  private readonly writing = new OneAtATime();

  constructor(private readonly packs: Packs) {}

  /** Its bytes, which are what its digest is of. */
  async bytes(asked: PackAsked): Promise<PackText> {
    const { digest, bytes } = await this.find(asked);
    return { digest, bytes };
  }

  /** The same in another form. A large pack takes much memory as long as it is written, so only one is at a time. */
  async written(asked: PackAsked, write: PackWriter): Promise<PackText> {
    const found = await this.find(asked);
    return this.writing.run(async () => {
      const { bytes } = await press(write(await found.pack(), found.digest));
      return { digest: found.digest, bytes };
    });
  }

  private async find({ coordinates, digest }: PackAsked): Promise<Found> {
    const kept = digest === null ? undefined : await this.packs.keptAs(digest);
    if (kept) return { ...kept, pack: () => read(kept) };
    const pack = await this.packs.at(coordinates);
    const made = await this.packs.press(pack);
    if (made.digest === digest) await this.packs.keep(made);
    return { ...made, pack: async () => pack };
  }
}

const read = async ({ bytes }: Pressed): Promise<Pack> =>
  // Its digest is that of a pack.
  (await givingWay(readCanonical(await textOf(bytes)))) as Pack;
