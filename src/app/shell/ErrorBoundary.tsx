import { Component, type ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';

/** The last resort: a component failed to render. Everything written is already stored. */
export class ErrorBoundary extends Component<
  { onCrash(): void; children: ReactNode },
  { error: Error | null }
> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidCatch() {
    this.props.onCrash();
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className="mx-auto flex h-full max-w-lg flex-col justify-center gap-4 p-6">
        <h1 className="font-display text-3xl">This screen crashed</h1>
        <p className="text-soft">
          Your conversations and models are safe. Reload the page to get them back.
        </p>
        <div>
          <Button kind="primary" onClick={() => location.reload()}>
            Reload the page
          </Button>
        </div>
        <code className="font-mono text-xs break-words text-faint select-all">{error.message}</code>
      </main>
    );
  }
}
