import { Button } from '@mantine/core';

export function Pages({ page, pages, onPage }: { page: number; pages: number; onPage(page: number): void }) {
  if (pages < 2) return null;
  return (
    <nav aria-label="Pages of roles">
      <Button.Group>
        <Button size="compact-sm" variant="default" disabled={page === 0} onClick={() => onPage(page - 1)}>
          Previous
        </Button>
        <Button.GroupSection size="compact-sm" variant="default" aria-current="page">
          {page + 1} of {pages}
        </Button.GroupSection>
        <Button
          size="compact-sm"
          variant="default"
          disabled={page === pages - 1}
          onClick={() => onPage(page + 1)}
        >
          Next
        </Button>
      </Button.Group>
    </nav>
  );
}
