#pragma once

#include <vector>

#include <QSortFilterProxyModel>
#include <QWidget>

class QComboBox;
class QLabel;

namespace charrette {

class VariantModel;
class VariantView;

/// Pins in an order, and those alone that a person wants to see.
class PinOrder : public QSortFilterProxyModel {
    Q_OBJECT

public:
    enum class Order { Own, Stars, Newest, Note };
    enum class Filter { All, OneStar, ThreeStars, FiveStars, Noted };

    explicit PinOrder(VariantModel& pins, QObject* parent = nullptr);
    void setOrder(Order order);
    void setFilter(Filter filter);
    /// Whether the pins stand as the tray has them, all of them.
    bool isOwn() const { return m_order == Order::Own && m_filter == Filter::All; }
    std::vector<int> sourceRows(const std::vector<int>& rows) const;

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Order m_order = Order::Own;
    Filter m_filter = Filter::All;
};

/// The pins, with what sorts and filters them. In their own order they can be dragged to other places.
class PinTray : public QWidget {
    Q_OBJECT

public:
    explicit PinTray(VariantModel& pins, QWidget* parent = nullptr);

    VariantView& view() { return *m_view; }
    /// Rows of the pins, whatever is sorted and filtered.
    std::vector<int> chosenRows() const;
    std::vector<int> visibleRows() const;
    /// By one place, where the order is the tray's own.
    void moveChosen(int by);

Q_SIGNALS:
    void moved(int from, int to);

private:
    QComboBox* makeBox(const QStringList& texts, const QString& name);
    void showCount();

    VariantModel& m_pins;
    PinOrder* m_order;
    VariantView* m_view;
    QLabel* m_heading;
    QComboBox *m_sorting, *m_filtering;
};

}  // namespace charrette
