{% extends "ui/base.html" %}{% load partials %}{% comment %}
The ledger. Inputs: page (of __Item__, each with can_close), form (filters).
{% endcomment %}
{% block title %}__label__{% endblock %}
{% block page_title %}__label__{% endblock %}
{% block page_actions %}<a class="button button--primary" href="{% url "__subject__:register" %}">{% icon "plus" %}登记</a>{% endblock %}
{% block content %}
<section class="card">
  {% url "__subject__:ledger" as here %}{% include "ui/filters.html" with form=form action=here target="#ledger" reset_url=here only %}
  {% partialdef rows inline %}
  <div id="ledger">
    {% if page.rows %}
    <div class="table-wrap"><table class="table">
      <thead><tr><th scope="col">标题</th><th scope="col">机关</th><th scope="col">承办人</th><th scope="col">登记</th><th scope="col">状态</th></tr></thead>
      <tbody>{% for item in page.rows %}
      <tr id="item-{{ item.pk }}" data-state="{{ item.state }}">
        <td class="table__main"><a href="{% url "__subject__:detail" item.pk %}" data-row-link>{{ item.title }}</a></td>
        <td data-label="机关">{{ item.organ }}</td><td data-label="承办人">{{ item.handler.name }}</td>
        <td data-label="登记">{{ item.created_at|short_time }}</td>
        <td class="table__side">{% include "ui/badge.html" with text=item.get_state_display only %}</td>
      </tr>{% endfor %}</tbody>
    </table></div>
    {% include "ui/pager.html" with page=page target="#ledger" %}
    {% else %}{% include "ui/empty.html" with text="没有符合条件的事项" only %}{% endif %}
  </div>
  {% endpartialdef rows %}
</section>
{% endblock %}
