import { hash } from 'node:crypto';
import { MerkleRoot } from './merkle-root';

const sha256 = (...parts: Buffer[]) => hash('sha256', Buffer.concat(parts), 'buffer');
const leaf = (text: string) => sha256(Buffer.from([0]), Buffer.from(text));

/** The definition of RFC 6962, word for word. */
const treeHash = (leaves: readonly string[]): Buffer => {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaf(leaves[0]!);
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return sha256(Buffer.from([1]), treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
};

describe('a Merkle root', () => {
  it.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 100])('of %i leaves is the one of RFC 6962', (count) => {
    const leaves = Array.from({ length: count }, (_, n) => `leaf ${n}`);
    const tree = new MerkleRoot();
    for (const one of leaves) tree.add(one);
    expect(tree.root()).toBe(treeHash(leaves).toString('hex'));
  });

  it('goes on from its mark', () => {
    const [whole, begun] = [new MerkleRoot(), new MerkleRoot()];
    for (let n = 0; n < 13; n += 1) whole.add(`${n}`);
    for (let n = 0; n < 6; n += 1) begun.add(`${n}`);
    const resumed = new MerkleRoot(JSON.parse(JSON.stringify(begun.mark())));
    for (let n = 6; n < 13; n += 1) resumed.add(`${n}`);
    expect(resumed.root()).toBe(whole.root());
  });
});
