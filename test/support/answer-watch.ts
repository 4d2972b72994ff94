import { AnswerMismatch } from '../../api/http/answers.ts';
import type { Logger } from '../../api/http/logger.ts';

const mismatches: string[] = [];

/** The same logger; an answer that was not as declared fails the test in which it was given, whatever the test looks at. */
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

/** What was found since the last look. For the test of this watch itself: what it takes does not fail it. */
export function takeMismatches(): string[] {
  return mismatches.splice(0);
}

// Of the root suite, wherever this file was imported from.
afterEach(failOnMismatch);
after(failOnMismatch);

function failOnMismatch(): void {
  const found = takeMismatches();
  if (found.length > 0) throw new Error([...new Set(found)].join('\n'));
}
