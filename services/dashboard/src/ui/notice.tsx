import type { Problem } from '../api/problem.ts';
import { clean } from './format.ts';

/** An error in the words of the API, with everything that is wrong below it. */
export function ProblemNotice({ problem }: { problem: Problem }) {
  return (
    <div className="notice notice-bad" role="alert">
      <strong>{clean(problem.message)}</strong>
      {problem.details.length > 0 && (
        <ul>
          {problem.details.slice(0, 20).map((detail) => (
            <li key={detail}>{clean(detail)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
