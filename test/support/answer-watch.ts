import { AnswerMismatch } from '../../api/http/answers.ts';
import type { Logger } from '../../api/http/logger.ts';

const mismatches: string[] = [];

/** The same logger. An answer that does not match its declaration also fails the test in which it was given. */
export function watchingAnswers(logger: Logger): Logger {
  return {
    error(fields, message) {
      const { err } = fields as { err?: unknown };
      if (err instanceof AnswerMismatch) mismatches.push(err.message);
      logger.error(fields, message);
    },
    warn: (fields, message) => logger.warn(fields, message),
    info: (fields, message) => logger.info(fields, message),
  };
}

/** Mismatches since the last call. For the test of this watch itself: mismatches that it takes do not fail it. */
export function takeMismatches(): string[] {
  return mismatches.splice(0);
}

// Hooks of the root suite, whichever file imports this one.
afterEach(failOnMismatch);
after(failOnMismatch);

function failOnMismatch(): void {
  const found = takeMismatches();
  if (found.length > 0) throw new Error([...new Set(found)].join('\n'));
}
