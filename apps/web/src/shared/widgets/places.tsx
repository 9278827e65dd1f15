import { Link, type LinkProps } from '@tanstack/react-router';
import './places.css';

type Place = {
  to: NonNullable<LinkProps['to']>;
  label: string;
  testId: string /** Its address is the beginning of the others'. */;
  isExact?: boolean;
};

/** The pages of one job, side by side above whichever is open. */
export function Places({ label, places }: { label: string; places: readonly Place[] }) {
  return (
    <nav className="places" aria-label={label}>
      {places.map(({ to, label: words, testId, isExact = false }) => (
        <Link key={to} to={to} className="place" activeOptions={{ exact: isExact, includeSearch: false }} data-testid={testId}>
          {words}
        </Link>
      ))}
    </nav>
  );
}
