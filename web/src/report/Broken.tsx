import { NoteList } from '../plan/NoteList';

export function Broken({ problem }: { problem: string }) {
  return (
    <main className="report">
      <h1>Rolewright plan</h1>
      <div role="alert">
        <NoteList
          notes={[
            {
              code: 'broken-report',
              severity: 'error',
              subject: '',
              message: problem,
              help: 'make the report again with “rolewright plan --open”',
            },
          ]}
        />
      </div>
    </main>
  );
}
