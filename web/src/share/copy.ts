import type { Workspace } from '../engine/workspace';
import { copyText } from '../ui/clipboard';
import type { Notices } from '../ui/notices';
import { encode } from './link';

/** Beyond this, mail programs and chats cut links. */
const LONG = 32 * 1024;

export async function copyLink(
  { desired, snapshots, planning }: Workspace,
  { notify }: Notices,
): Promise<void> {
  const { format, text } = desired.now();
  const facts = snapshots
    .get()
    .loaded.map(({ name, resource, word, fingerprint }) => ({ name, resource, word, fingerprint }));
  const selected = planning.get().selection?.roleName;
  const url = new URL(location.href);
  url.hash = await encode({ v: 1, format, text, snapshots: facts, selected });
  if (!(await copyText(url.href))) {
    return void notify({
      tone: 'error',
      title: 'The browser did not let the link be copied',
      text: 'Allow the page to use the clipboard, or send plan.yaml instead.',
    });
  }
  const size = Math.ceil(url.href.length / 1024);
  if (url.href.length > LONG) {
    notify({
      tone: 'warning',
      title: `Link copied, but it is long (${size} KB)`,
      text: 'Mail and chat programs may cut it. Sending plan.yaml is safer.',
    });
    return;
  }
  notify({
    tone: 'info',
    title: 'Link copied',
    text: 'It holds the roles and the fingerprints of the snapshots. The snapshots themselves stay here: send them along if they are needed.',
  });
}
