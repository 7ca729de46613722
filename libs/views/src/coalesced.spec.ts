import { coalesced } from './coalesced';

const tick = () => new Promise((done) => setImmediate(done));

/** Answers when it is told to, so that a test says what is under way. */
const asked = () => {
  const statements: { readonly questions: readonly number[]; answer(): void; fail(): void }[] = [];
  const ask = coalesced(
    (questions: readonly number[]) =>
      new Promise<number[]>((resolve, reject) => {
        const answer = () => resolve(questions.map((question) => question * 10));
        statements.push({ questions, answer, fail: () => reject(new Error('The database is away.')) });
      }),
  );
  return { ask, statements, sent: () => statements.map(({ questions }) => questions) };
};

describe('coalesced questions', () => {
  it('go together where they are asked in one tick, each with its own answer', async () => {
    const { ask, statements, sent } = asked();
    const answers = Promise.all([ask(1), ask(2), ask(3)]);
    await tick();
    expect(sent()).toEqual([[1, 2, 3]]);
    statements[0]!.answer();
    expect(await answers).toEqual([10, 20, 30]);
  });

  it('are not held up by one that takes long', async () => {
    const { ask, statements } = asked();
    void ask(1);
    await tick();
    const second = ask(2);
    await tick();
    statements[1]!.answer();
    expect(await second).toBe(20);
  });

  it('go together where they come one by one while others are under way', async () => {
    const { ask, statements, sent } = asked();
    for (const question of [1, 2, 3, 4, 5]) {
      void ask(question);
      await tick();
    }
    expect(sent()).toEqual([[1], [2]]);
    statements[0]!.answer();
    await tick();
    await tick();
    expect(sent()).toEqual([[1], [2], [3, 4, 5]]);
  });

  it('are refused with those they went with, and the next are asked all the same', async () => {
    const { ask, statements } = asked();
    const refused = [ask(1), ask(2)].map((one) => expect(one).rejects.toThrow('away'));
    await tick();
    statements[0]!.fail();
    await Promise.all(refused);
    const next = ask(3);
    await tick();
    statements[1]!.answer();
    expect(await next).toBe(30);
  });
});
