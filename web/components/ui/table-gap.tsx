/** Stands for the rows of a long table that are out of sight. */
export function TableGap({ height, columns }: { height: number; columns: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }}>
        {null}
      </td>
    </tr>
  );
}
