/** How many questions go in one statement at most. */
const most = 1_000;

/** How many statements may be under way: one that takes long must not hold up all the others. */
const flights = 2;

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Questions of one tick, and those that come while others are under way, are asked together, each with its own answer:
 * a crowd costs a statement or two, however it trickles in.
 */
export const coalesced = <Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): ((question: Question) => Promise<Answer>) => {
  const waiting: Waiting<Question, Answer>[] = [];
  let underWay = 0;
  let scheduled = false;
  const soon = () => {
    if (scheduled || underWay >= flights || waiting.length === 0) return;
    scheduled = true;
    setImmediate(depart);
  };
  const depart = () => {
    scheduled = false;
    while (underWay < flights && waiting.length > 0) void fly(waiting.splice(0, most));
  };
  const fly = async (group: readonly Waiting<Question, Answer>[]) => {
    underWay += 1;
    try {
      const answers = await ask(group.map(({ question }) => question));
      group.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    underWay -= 1;
    soon();
  };
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      soon();
    });
};
