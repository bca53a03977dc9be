export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="logo-ground" />
      <path d="M7 9h18M16 9v14M16 16l-6 7M16 16l6 7" className="logo-lines" />
    </svg>
  );
}
