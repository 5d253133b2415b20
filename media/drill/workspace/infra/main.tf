terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region  = "cn-north-1"
  profile = "cost-explorer-prod"
}

locals {
  tags = {
    environment = "production"
    service     = "cost-explorer"
  }
}

resource "aws_elastic_beanstalk_environment" "prod" {
  name                = "cost-explorer-prod"
  application         = "cost-explorer"
  cname_prefix        = "cost-explorer"
  solution_stack_name = "64bit Amazon Linux 2023 v6.6.2 running Node.js 22"
  tags                = local.tags

  setting {
    namespace = "aws:autoscaling:asg"
    name      = "MinSize"
    value     = "6"
  }

  setting {
    namespace = "aws:rds:dbinstance"
    name      = "HasCoupledDatabase"
    value     = "true"
  }

  setting {
    namespace = "aws:rds:dbinstance"
    name      = "DBDeletionPolicy"
    value     = "Delete"
  }
}

resource "aws_db_instance" "reports" {
  identifier          = "cost-explorer-prod-reports"
  engine              = "postgres"
  engine_version      = "16.4"
  instance_class      = "db.r6g.xlarge"
  allocated_storage   = 500
  deletion_protection = true
  tags                = local.tags

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_launch_template" "batch" {
  name          = "cost-explorer-prod-batch"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "m6i.large"
  tags          = local.tags
}

data "aws_db_instance" "coupled" {
  tags = {
    "elasticbeanstalk:environment-name" = "cost-explorer-prod"
  }
}
