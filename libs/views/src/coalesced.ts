/** How many questions go in one statement at most. */
const most = 1_000;

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Questions of one tick are asked together, each with its own answer: a crowd costs one statement. */
export const coalesced = <Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): ((question: Question) => Promise<Answer>) => {
  let waiting: Waiting<Question, Answer>[] = [];
  const flush = () => {
    const group = waiting;
    waiting = [];
    for (let from = 0; from < group.length; from += most) void answer(group.slice(from, from + most));
  };
  const answer = async (group: readonly Waiting<Question, Answer>[]) => {
    try {
      const answers = await ask(group.map(({ question }) => question));
      group.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  return (question) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ question, resolve, reject });
    });
};
