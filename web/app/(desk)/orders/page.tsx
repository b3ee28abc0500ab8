import type { Metadata } from 'next';
import { OrdersPage } from '@/components/orders/orders-page.tsx';

export const metadata: Metadata = { title: 'Orders' };

export default function Orders() {
  return <OrdersPage />;
}
