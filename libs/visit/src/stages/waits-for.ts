import type { Stage, Wait } from '@trunkline/policy';
import type { Visit } from '../visit.ts';

/**
 * Waits for something that is no work of the stage a visit is in, if it is in one: under a clock of its own, while that of the stage
 * stands still. `due`: performance.now() up to which it is that wait; what it takes longer is the stage's.
 */
export async function waitsFor<T>(
  { clock, inStage }: Pick<Visit, 'clock' | 'inStage'>,
  what: Wait,
  wait: () => Promise<T>,
  due = Number.POSITIVE_INFINITY,
): Promise<T> {
  const asked = performance.now();
  if (inStage) clock.stepAside(inStage.stage, inStage.began, asked);
  clock.wait(what, asked);
  let isOver = false;
  try {
    const answer = await wait();
    isOver = true;
    return answer;
  } finally {
    const at = Math.max(asked, Math.min(performance.now(), due));
    if (isOver) {
      clock.begin(what, asked, at);
      clock.end(what, at, at, null);
    } else clock.leave(what, asked, at);
    if (inStage) {
      inStage.began += at - asked;
      clock.comeBack(inStage.stage, inStage.began, at);
    }
  }
}

/**
 * Does a part of the work of a stage that is another stage's kind of work, under the clock of that one: what a robots.txt takes of dns,
 * connect, headers and body is told as theirs. `failureOf`: the code of an answer that is a failure.
 */
export async function within<T>(
  visit: Visit,
  stage: Stage,
  work: () => Promise<T>,
  failureOf: (answer: T) => string | null,
): Promise<T> {
  const { clock, inStage: outer } = visit;
  const began = performance.now();
  const inner = { stage, began };
  if (outer) clock.stepAside(outer.stage, outer.began, began);
  clock.wait(stage, began);
  clock.begin(stage, began, began);
  visit.inStage = inner;
  let failure: string | null = 'BROKEN_OFF';
  try {
    const answer = await work();
    failure = failureOf(answer);
    return answer;
  } finally {
    const at = performance.now();
    visit.inStage = outer;
    clock.end(stage, inner.began, at, failure, visit);
    if (outer) {
      outer.began += at - began;
      clock.comeBack(outer.stage, outer.began, at);
    }
  }
}
