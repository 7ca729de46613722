import { AccountOnboarded, ExternalId, type PackCoordinates, Profile } from '#libs/domain';
import { canonicalJson, instant } from '#libs/kernel';
import { coordinates, ladderScheme } from '../../../testing/src/packs';
import { placementOf } from '../../../testing/src/placements';
import { openViews, type Views } from '../../../testing/src/views';
import { KeptPacks } from './kept-packs';
import { PackShelf } from './pack-shelf';
import { Packs } from './packs';
import { press, textOf } from './pressed';

let views: Views;
let packs: Packs;
let shelf: PackShelf;
let pinned: PackCoordinates;
let digest: string;
let made: number;

/** Counts the packs that are made. */
class CountedPacks extends Packs {
  override at(...asked: Parameters<Packs['at']>): ReturnType<Packs['at']> {
    made += 1;
    return super.at(...asked);
  }
}

const read = async (of: string | null = digest) => {
  const { bytes, ...told } = await shelf.bytes({ coordinates: pinned, digest: of });
  return { text: await textOf(bytes), ...told };
};
const kept = async (): Promise<string[]> => {
  const { rows } = await views.pool.query('select distinct digest from ops.kept_packs');
  return rows.map((row) => row.digest);
};

beforeAll(async () => {
  views = await openViews();
  packs = new CountedPacks(views);
  shelf = new PackShelf(packs);
  const { opened, assigned } = placementOf();
  await views.record(
    '2025-01-05',
    ...ladderScheme(),
    AccountOnboarded({
      externalId: ExternalId.parse('ACME'),
      profile: Profile.parse({
        ...{ name: 'ACME', onboardedOn: '2024-06-01', ownerSeat: null, parentExternalId: null },
        attributes: {},
      }),
    }),
    ...[opened('2024-06-01'), assigned('T2', '2024-06-01'), assigned('T1', '2025-05-01')],
  );
  await views.clock.moveTo(instant('2025-07-02T09:00:00Z'));
  await views.settled();
  const position = String(await views.store.head());
  pinned = { ...coordinates, pin: { position, knownAt: instant('2025-07-02T09:00:00Z') } };
  digest = await packs.digestOf(await packs.at(pinned));
});
beforeEach(async () => {
  made = 0;
  await views.pool.query('truncate ops.kept_packs');
});
afterAll(() => views.close());

it('makes a pinned pack once, and reads it from then on', async () => {
  const first = await read();
  expect(first).toEqual({ text: canonicalJson(await packs.at(pinned)), digest });
  made = 0;
  expect(await read()).toEqual(first);
  expect([made, await kept()]).toEqual([0, [digest]]);
});

it('writes the same file out of what is kept and out of what is made', async () => {
  const write = () =>
    shelf.written({ coordinates: pinned, digest }, (pack, of) => [of, ' ', canonicalJson(pack)]);
  const [first, again] = [await write(), await write()];
  expect([made, first.digest, again]).toEqual([1, digest, first]);
  expect(await textOf(again.bytes)).toBe(`${digest} ${canonicalJson(await packs.at(pinned))}`);
});

it.each([
  ['another pack', async () => (await press(['{}'])).bytes],
  [
    'the pack with one letter changed',
    async () => (await press([(await read()).text.replace('ACME', 'ACNE')])).bytes,
  ],
  ['no compressed bytes at all', async () => Buffer.from('nothing')],
  ['a part of its bytes', async () => (await packs.press(await packs.at(pinned))).bytes.subarray(0, 400)],
])('does not serve %s under its digest, but makes it again and puts it right', async (_, forged) => {
  const right = await read();
  const bytes = await forged();
  await views.pool.query('update ops.kept_packs set bytes = $1', [bytes]);
  made = 0;
  expect(await read()).toEqual(right);
  expect(made).toBe(1);
  expect(await read()).toEqual(right);
  expect(made).toBe(1);
});

it('never keeps what a draft would be', async () => {
  expect((await read(null)).digest).toBe(digest);
  await read(null);
  expect([made, await kept()]).toEqual([2, []]);
});

it('does not keep under a digest what does not have it', async () => {
  const other = 'ab'.repeat(32);
  expect((await read(other)).digest).toBe(digest);
  expect(await kept()).toEqual([]);
});

it('keeps a long pack in pieces, and no more of them than it has', async () => {
  const bytes = Buffer.alloc(1_200_000, 'tier');
  const store = new KeptPacks(views.pool);
  const count = async () => (await views.pool.query('select n from ops.kept_packs order by n')).rows.length;
  await store.put({ digest, bytes });
  expect(await count()).toBe(3);
  await store.put({ digest, bytes: bytes.subarray(0, 100) });
  expect(await count()).toBe(1);
});

it('serves what cannot be kept', async () => {
  await views.pool.query('alter table ops.kept_packs rename to kept_packs_elsewhere');
  await packs.keep({ digest, bytes: Buffer.from('') });
  await views.pool.query('alter table ops.kept_packs_elsewhere rename to kept_packs');
  expect((await read()).digest).toBe(digest);
});
