from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Uuid,
    func,
    text,
)
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Company(Base):
    __tablename__ = 'companies'

    id = Column(Integer, primary_key=True)
    name = Column(String(200), nullable=False)
    currency = Column(String(3), nullable=False, server_default='USD')
    created_at = Column(DateTime, server_default=func.now())


class User(Base):
    __tablename__ = 'users'

    id = Column(Integer, primary_key=True)
    company_id = Column(Integer, ForeignKey('companies.id'), nullable=False)
    email = Column(String(255), nullable=False)
    full_name = Column(String(200), nullable=False)
    is_active = Column(Boolean, nullable=False, server_default=text('true'))
    phone = Column(String(20))
    status = Column(String(20), nullable=False)
    created_at = Column(DateTime, server_default=func.now())


class Customer(Base):
    __tablename__ = 'customers'

    id = Column(Integer, primary_key=True)
    company_id = Column(Integer, ForeignKey('companies.id'), nullable=False)
    name = Column(String(200), nullable=False)
    email = Column(String(255))
    external_no = Column(BigInteger)
    loyalty_tier = Column(String(10))
    loyalty_points = Column(Integer, nullable=False, server_default='0')
    created_at = Column(DateTime, server_default=func.now())


class Product(Base):
    __tablename__ = 'products'
    __table_args__ = (Index('ix_products_barcode', 'barcode'),)

    id = Column(Integer, primary_key=True)
    company_id = Column(Integer, ForeignKey('companies.id'), nullable=False)
    name = Column(String(255), nullable=False)
    sku = Column(String(50), nullable=False, unique=True)
    price = Column(Numeric(10, 2), nullable=False)
    barcode = Column(String(32))
    public_id = Column(Uuid, server_default=text('gen_random_uuid()'))
    created_at = Column(DateTime, server_default=func.now())
    updated_at = Column(DateTime)


class Order(Base):
    __tablename__ = 'orders'

    id = Column(Integer, primary_key=True)
    company_id = Column(Integer, ForeignKey('companies.id'), nullable=False)
    customer_id = Column(Integer, ForeignKey('customers.id'), nullable=False)
    user_id = Column(Integer, ForeignKey('users.id', name='fk_orders_user_id'))
    status = Column(String(20), nullable=False, server_default='draft')
    created_at = Column(DateTime, server_default=func.now())


class OrderItem(Base):
    __tablename__ = 'order_items'

    id = Column(Integer, primary_key=True)
    order_id = Column(Integer, ForeignKey('orders.id', ondelete='CASCADE'), nullable=False)
    product_id = Column(Integer, ForeignKey('products.id'), nullable=False)
    quantity = Column(Integer, nullable=False)
    price = Column(Numeric(10, 2), nullable=False)


class Warehouse(Base):
    __tablename__ = 'warehouses'

    id = Column(Integer, primary_key=True)
    company_id = Column(Integer, ForeignKey('companies.id'), nullable=False)
    name = Column(String(100), nullable=False)


class StockMovement(Base):
    __tablename__ = 'stock_movements'
    __table_args__ = (Index('ix_stock_movements_product', 'company_id', 'product_id'),)

    id = Column(Integer, primary_key=True)
    company_id = Column(Integer, ForeignKey('companies.id'), nullable=False)
    warehouse_id = Column(Integer, ForeignKey('warehouses.id'), nullable=False)
    product_id = Column(Integer, ForeignKey('products.id'), nullable=False)
    quantity = Column(Integer, nullable=False)
    reason = Column(String(40), nullable=False)
    moved_at = Column(DateTime, server_default=func.now())
