import { Component, type ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';

interface MessageBoundaryProps {
  /** The message as it was written, shown where it cannot be drawn. */
  text: string;
  children: ReactNode;
}

/** A message that cannot be drawn leaves the others alone. */
export class MessageBoundary extends Component<MessageBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <>
        <p className="mb-2 flex flex-wrap items-center gap-x-3 text-xs text-faint">
          This text could not be formatted, so it is shown as it was written.
          <Button size="small" onClick={() => this.setState({ hasFailed: false })}>
            Show formatted
          </Button>
        </p>
        <p className="break-words whitespace-pre-wrap">{this.props.text}</p>
      </>
    );
  }
}
