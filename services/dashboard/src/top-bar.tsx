import { useAsked } from './api/api.ts';
import type { Problem } from './api/problem.ts';
import { clean } from './ui/format.ts';
import { Logo } from './ui/logo.tsx';
import { ThemeButton } from './ui/theme-button.tsx';

type Props = { problem: Problem | null; onCreate: () => void; onLeave: () => void };

export function TopBar({ problem, onCreate, onLeave }: Props) {
  const viewer = useAsked((client, signal) => client.viewer({ signal })).data;
  return (
    <header className="top">
      <a className="brand" href="/">
        <Logo /> Trunkline
      </a>
      {viewer && <span className="top-project">{clean(viewer.project.name)}</span>}
      <span className="top-space" />
      {problem && (
        <span className="top-problem" role="status" title={clean(problem.message)}>
          <span className="dot tone-bad" />
          <span className="cut">
            {problem.passing ? 'Connection lost, trying again' : clean(problem.message)}
          </span>
        </span>
      )}
      <button type="button" className="button button-main" onClick={onCreate}>
        New job
      </button>
      <a className="button top-wide" href="/graphql" target="_blank" rel="noopener noreferrer">
        API
      </a>
      <ThemeButton />
      <button
        type="button"
        className="icon-button"
        onClick={onLeave}
        title={viewer ? `Forget the key “${clean(viewer.keyName)}”` : 'Forget the key'}
        aria-label="Forget the API key of this browser"
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M12 6.5V4.8A1.3 1.3 0 0 0 10.7 3.500H5.300A1.3 1.3 0 0 0 4 4.800v10.400a1.3 1.3 0 0 0 1.300 1.300h5.400a1.3 1.3 0 0 0 1.300-1.300V13.500M8 10h9M14.500 7.200 17.300 10l-2.800 2.800" />
        </svg>
      </button>
    </header>
  );
}
