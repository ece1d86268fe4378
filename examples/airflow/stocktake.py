"""Delivers the inventory reports that are due, copies what replicas lack, and brings both together, every hour.

An hour is not the schedule of the reports: that is in their configurations (Daily, Weekly), and --due obeys it. Running
often only means that a report that failed is tried again soon.

Needs the provider apache-airflow-providers-apache-spark and a connection "spark_default" that names the master, here one
of Kubernetes. The credentials rule of each store (stores.yaml) is resolved where the tasks run; driver and executors get a
store's two variables from a secret of Kubernetes, so that none stands in this file, in Airflow or in Spark's UI.
"""

from __future__ import annotations

import pendulum
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG

DEFINITIONS = "s3a://operations/definitions"
REPORTS = "s3a://operations/replication"
JAR = "s3a://operations/stocktake.jar"

CLUSTER = {
    # Listing waits: more task slots than the container has cores.
    "spark.executor.cores": "16",
    "spark.kubernetes.executor.request.cores": "2",
    "spark.executor.memory": "4g",
    **{
        f"spark.kubernetes.{role}.secretKeyRef.{variable}": f"ceph-keys:{variable}"
        for role in ("driver", "executor")
        for variable in ("CEPH_ACCESS_KEY_ID", "CEPH_SECRET_ACCESS_KEY")
    },
}

with DAG(
    dag_id="stocktake",
    schedule="@hourly",
    start_date=pendulum.datetime(2026, 11, 1, tz="UTC"),
    catchup=False,
    # One run at a time; two would deliver two reports, correctly, for the price of two, and the second replication would
    # be refused.
    max_active_runs=1,
    tags=["s3", "stocktake"],
):
    validate = SparkSubmitOperator(
        task_id="validate",
        application=JAR,
        java_class="io.stocktake.jobs.Stocktake",
        application_args=["validate", "--definitions", DEFINITIONS],
    )

    inventory = SparkSubmitOperator(
        task_id="inventory",
        application=JAR,
        java_class="io.stocktake.jobs.Stocktake",
        application_args=["inventory", "--definitions", DEFINITIONS, "--due"],
        conf=CLUSTER,
    )

    # A run copies what has come since the last one. Exit status 3 (some versions were not copied: the completion report
    # says which) fails the task, as 1 and 2 do, so that somebody looks.
    replication = SparkSubmitOperator(
        task_id="replication",
        application=JAR,
        java_class="io.stocktake.jobs.Stocktake",
        application_args=["replication", "--definitions", DEFINITIONS, "--report", REPORTS],
        # One application at a time writes; a task that Spark runs twice at one time would copy twice.
        conf={**CLUSTER, "spark.speculation": "false"},
    )

    # Behind the others, whether they succeeded or not: what they delivered is brought, and their failures are among it.
    sync = SparkSubmitOperator(
        task_id="resource_data_sync",
        application=JAR,
        java_class="io.stocktake.jobs.Stocktake",
        application_args=["resource-data-sync", "--definitions", DEFINITIONS, "--due"],
        conf=CLUSTER,
        trigger_rule="all_done",
    )

    validate >> [inventory, replication] >> sync
